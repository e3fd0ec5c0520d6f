# The service in a container: docker build -t news-crawler .
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/crawler/venv
COPY requirements.txt requirements-extras.txt /opt/crawler/
RUN /opt/crawler/venv/bin/pip install -r /opt/crawler/requirements.txt -r /opt/crawler/requirements-extras.txt

FROM python:3.13-slim
# A user of its own, with a number so that Kubernetes can see that it is not root.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin crawler \
 && install -d -o crawler -g crawler /data
COPY --from=build /opt/crawler/venv /opt/crawler/venv
COPY scrapy.cfg /opt/crawler/
COPY crawler /opt/crawler/crawler
RUN /opt/crawler/venv/bin/python -m compileall -q /opt/crawler/crawler
WORKDIR /opt/crawler
ENV PATH=/opt/crawler/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CRAWLER_DATA=/data \
    CRAWLER_LOG_FORMAT=json
USER 10001
VOLUME /data
EXPOSE 8000
# Jobs are processes of their own: they are asked to end, and go on with the next service.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import http.client as web; c = web.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "crawler"]
# Reachable from outside the container, so it asks for a token (docs/deploy.md).
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
