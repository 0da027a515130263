"""Options of the embedded server.

In: nothing. Out: what `initdb` and `postgres` are told. The server's options are given at each start, so a change here reaches every
installation.
"""

import sys

# The server folds Cyrillic letters by its own tables, whatever the system's locales are; with the locale C alone it does not.
INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--username=postgres",
)
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # One machine and no replicas, so the processes and the log records for them are left out.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    # After a crash the data folder is brought to the disk at once, not file by file: 0.3 s in place of 3 to 5 s on a busy disk.
    **({"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}),
    # Requests come in parallel already; and a container's /dev/shm is often too small for what parallel workers share.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "autovacuum_max_workers": "2",
    "autovacuum_worker_slots": "2",
}
