"""The proxies take their samples: nginx -t and caddy validate, where they are installed."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "proxies"
wrong, tried = [], 0


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        wrong.append(f"{' '.join(words)}:\n{done.stdout}{done.stderr}")


nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
with tempfile.TemporaryDirectory(prefix="phare-proxies-") as name:
    folder = pathlib.Path(name)
    sample = (SAMPLES / "nginx.conf").read_text(encoding="utf-8")
    if nginx:
        tried += 1
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}/key.pem", "-out", f"{name}/cert.pem",
            "-days", "2", "-subj", "/CN=aide.exemple.fr")
        site = re.sub(r"(ssl_certificate_key\s+)\S+;", rf"\g<1>{name}/key.pem;", sample)
        site = re.sub(r"(ssl_certificate\s+)\S+;", rf"\g<1>{name}/cert.pem;", site)
        site = site.replace("/var/log/nginx/phare-error.log", f"{name}/error.log")
        (folder / "site.conf").write_text(site, encoding="utf-8")
        (folder / "nginx.conf").write_text(
            f"pid {name}/pid; error_log {name}/main.log; events {{}}\nhttp {{ client_body_temp_path {name}; proxy_temp_path {name}; "
            f"fastcgi_temp_path {name}; uwsgi_temp_path {name}; scgi_temp_path {name}; include {name}/site.conf; }}\n", encoding="utf-8")
        run(nginx, "-t", "-c", f"{name}/nginx.conf")
    if shutil.which("caddy"):
        tried += 1
        run("caddy", "validate", "--adapter", "caddyfile", "--config", str(SAMPLES / "Caddyfile"))

# Whatever the proxy is, these are promises made to people.
for sample, needed in (("nginx.conf", ["access_log off", "proxy_set_header X-Forwarded-For $remote_addr", "proxy_buffering off", "proxy_hide_header Strict-Transport-Security", "limit_req_status 429",
                                       "location /mail/", "location /desabonnement/"]),
                       ("Caddyfile", ["header_up X-Forwarded-For {remote_host}", "flush_interval -1", "handle /mail/*", "handle /desabonnement/*"])):
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    wrong += [f"{sample}: {line} is missing" for line in needed if line not in text]
if re.search(r"^\s*log\b", (SAMPLES / "Caddyfile").read_text(encoding="utf-8"), flags=re.M):
    wrong.append("Caddyfile: writes visitors' addresses down")

print("\n".join(wrong), file=sys.stderr)
print(f"{tried} of 2 proxies tried")
for missing, package in ((not nginx, "nginx-light"), (not shutil.which("caddy"), "caddy")):
    if missing:
        print(f"SKIPPED: modèle de proxy non essayé (apt-get install {package})")
if not wrong and not tried:
    sys.exit(77)
sys.exit(1 if wrong else 0)
