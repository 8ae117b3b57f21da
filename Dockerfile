# One image for the page and its workers; compose.yaml starts them, docs/operators.md explains them.

# The Python that every test of the project runs on.
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY .streamlit .streamlit
COPY models models
COPY samples samples
COPY src src
RUN python -m venv /opt/secondtake && /opt/secondtake/bin/pip install --no-cache-dir ".[servers]"

FROM python:3.11-slim-bookworm
# OpenCV needs both libraries, of whatever version: Debian keeps none but the latest of a release.
# /data is made here, so that a new volume belongs to the user without rights.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgl1 libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin secondtake \
    && install --directory --owner=10001 --group=10001 --mode=700 /data
COPY --from=build /opt/secondtake /opt/secondtake
ENV PATH=/opt/secondtake/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    SECONDTAKE_HOME=/data/library
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=5)"]
CMD ["secondtake", "page", "--host", "0.0.0.0", "--no-browser"]
