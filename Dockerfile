# One image for every part: `planovik up` (all on one machine), `planovik api`, `planovik worker`.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-rus libreoffice-writer-nogui libreoffice-calc-nogui \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/planovik
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY extractor extractor
COPY service service
COPY corpora corpora
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && useradd --system --uid 10001 --create-home planovik \
    && install -d -o planovik -m 0700 /data

# PostgreSQL refuses to be root, and so should whatever reads strangers' files.
USER planovik
ENV PLANOVIK_HOME=/data PLANOVIK_HOST=0.0.0.0 PLANOVIK_LOGS=json OPENBLAS_NUM_THREADS=1
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/ready', timeout=4)"]
CMD ["planovik", "up"]
