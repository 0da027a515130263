"""A process that delivers webhooks and does nothing else: `python -m tests.service.courier URL`."""

import asyncio
import sys
from ipaddress import ip_network

from service.store.connection import make_pool
from service.webhooks.addresses import Reach
from service.webhooks.delivering import Courier


async def main(url: str) -> None:
    async with make_pool(url) as pool:
        await Courier(pool, Reach(networks=(ip_network("127.0.0.0/8"),))).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
