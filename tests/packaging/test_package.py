"""The Debian package: built, looked at by lintian, installed in a clean Debian 12, started, doctored, copied, purged; nothing is left.

Needs root, debootstrap and a mirror (or an earlier clean root: PHARE_CLEAN_ROOT [~/.cache/phare/debian-root]); says so and skips otherwise.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLEAN = pathlib.Path(os.environ.get("PHARE_CLEAN_ROOT", pathlib.Path.home() / ".cache/phare/debian-root"))
NEEDED = "adduser,ca-certificates,fonts-dejavu-core,init-system-helpers,tzdata"


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def mirror():
    """The one that apt uses here."""
    lines = run("apt-get", "-o", "Debug::NoLocking=true", "update", "--print-uris")
    found = re.search(r"'?(\S+?)/dists/bookworm/", lines)
    return found[1].strip("'") if found else None


def clean_root():
    if (CLEAN / "ready").exists():
        return
    if not shutil.which("debootstrap"):
        skip("debootstrap manque (apt-get install debootstrap)")
    where = mirror()
    if not where:
        skip("apt ne nomme aucun miroir de Debian 12")
    CLEAN.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(CLEAN, ignore_errors=True)
    done = subprocess.run(["debootstrap", "--variant=minbase", f"--include={NEEDED}", "bookworm", str(CLEAN), where], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        skip(f"debootstrap échoue : {done.stdout[-300:]}")
    (CLEAN / "ready").touch()


# First what it depends on, with the network, so that what is left afterwards is the package's own.
BEFORE = r"""
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q -y --no-install-recommends satisfy "$(dpkg-deb -f /tmp/phare.deb Depends)" >/dev/null
"""

# Then the package, in namespaces of its own without any network: no port and no process of the machine is touched.
INSIDE = r"""
set -eu
# (/etc/shadow- and its like are what passwd keeps of any change of an account.)
files() { find / -xdev \( -path /proc -o -path /tmp -o -path /var/cache/apt -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/log -o -path /dev \
        -o -path /run/adduser -o -regex '/etc/g?\(shadow\|passwd\|group\)-' \) -prune -o -print | sort; }
export DEBIAN_FRONTEND=noninteractive
files >/tmp/before
accounts=$(cat /etc/passwd /etc/group | sort)

apt-get -q -y --no-install-recommends install /tmp/phare.deb >/tmp/install.log 2>&1 || { cat /tmp/install.log; exit 1; }
phare --version
getent passwd phare >/dev/null || { echo "no account phare"; exit 1; }
[ "$(stat -c '%U %a' /var/lib/phare)" = 'phare 700' ] || { echo "/var/lib/phare: $(stat -c '%U %a' /var/lib/phare)"; exit 1; }
[ "$(stat -c '%U %a' /etc/phare/secrets)" = 'root 700' ] || { echo "/etc/phare/secrets: $(stat -c '%U %a' /etc/phare/secrets)"; exit 1; }
for unit in phare.service phare-backup.timer; do
    [ -e /etc/systemd/system/*.wants/$unit ] || { echo "$unit is not enabled"; exit 1; }
done
as_phare() { setpriv --reuid phare --regid phare --clear-groups "$@"; }
phare check | tail -n 1

setpriv --reuid phare --regid phare --clear-groups phare serve -c /etc/phare/config.yaml 2>/tmp/serve.log &
service=$!
tries=0
until as_phare phare doctor >/tmp/doctor.log 2>&1 && grep -q 'le service tourne et répond' /tmp/doctor.log; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] && kill -0 $service || { cat /tmp/doctor.log /tmp/serve.log; echo "the service does not come up"; exit 1; }
    sleep 0.2
done
cat /tmp/doctor.log
as_phare phare backup
as_phare phare doctor
kill $service
wait $service || { echo "serve ends with $?"; cat /tmp/serve.log; exit 1; }
# As docs/guide-exploitant.md says it, « Copies et restauration », « Effacer, exporter ».
copy=$(ls -d /var/backups/phare/phare-*Z | tail -n 1)
runuser -u phare -- phare backup
runuser -u phare -- phare restore --check "$copy" --key /var/lib/phare/master.key
cp /var/lib/phare/master.key /root/kept
mv /var/lib/phare /var/lib/phare.perdu
install -d -o phare -g phare -m 0700 /var/lib/phare
install -o phare -g phare -m 0600 /root/kept /var/lib/phare/master.key
runuser -u phare -- phare restore "$copy"
runuser -u phare -- phare restore --accept --later-keys /var/lib/phare.perdu/keys.db
rm -rf /var/lib/phare.perdu /root/kept
runuser -u phare -- phare export --room '!salon:serveur'
runuser -u phare -- phare erase --room '!salon:serveur'
phare doctor

as_phare phare demo --out /tmp/essai | tail -n 1

apt-get -q -y remove phare >/tmp/remove.log 2>&1
[ -e /var/lib/phare/phare.db ] && [ -e /etc/phare/config.yaml ] || { echo "remove took data or configuration"; exit 1; }
apt-get -q -y install /tmp/phare.deb >/tmp/install.log 2>&1
apt-get -q -y purge phare >/tmp/purge.log 2>&1 || { cat /tmp/purge.log; exit 1; }
files >/tmp/after
if ! diff /tmp/before /tmp/after >/tmp/left; then echo "left behind, or gone:"; cat /tmp/left; exit 1; fi
[ "$accounts" = "$(cat /etc/passwd /etc/group | sort)" ] || { echo "accounts differ"; exit 1; }
echo "purged: nothing is left"
"""

if os.geteuid() != 0:
    skip("il faut être root pour faire une racine propre")
if subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], capture_output=True, check=False).returncode:
    skip("pas d’espaces de noms ici (unshare)")
clean_root()

tree = pathlib.Path(os.environ.get("PHARE_PACKAGE_TREE", ROOT / "build/package"))
if "PHARE_PACKAGE_TREE" not in os.environ:
    run("cmake", "--preset", "package", cwd=ROOT)
    run("cmake", "--build", "--preset", "package", cwd=ROOT)
for old in tree.glob("*.deb"):
    old.unlink()
run("cpack", cwd=tree)
packages = list(tree.glob("phare_*.deb"))
assert len(packages) == 1, packages
print(packages[0].name, packages[0].stat().st_size // 1024, "kB")
print(run("dpkg-deb", "-f", packages[0], "Depends"))

if shutil.which("lintian"):
    told = subprocess.run(["lintian", "--fail-on", "error", "--allow-root", str(packages[0])], capture_output=True, text=True, check=False)
    print(told.stdout)
    if told.returncode:
        sys.exit("lintian finds errors")
else:
    print("SKIPPED: lintian manque (apt-get install lintian) ; le reste est essayé")

with tempfile.TemporaryDirectory(prefix="phare-root-", dir=CLEAN.parent) as folder:
    root = pathlib.Path(folder) / "root"
    run("cp", "-a", "--reflink=auto", CLEAN, root)
    (root / "ready").unlink()
    shutil.copy(packages[0], root / "tmp/phare.deb")
    proxies = run("apt-config", "dump", "--format", "%f %v;%n").splitlines()
    (root / "etc/apt/apt.conf.d/99test").write_text(
        "".join(re.sub(r" (.*);$", r' "\1";', line) + "\n" for line in proxies if re.match(r"Acquire::https?::Proxy ", line)), encoding="utf-8")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "tmp/before.sh").write_text(BEFORE, encoding="utf-8")
    (root / "tmp/inside.sh").write_text(INSIDE, encoding="utf-8")
    devices = " && ".join([f"mount -t proc proc {root}/proc", f"mount -t tmpfs none {root}/dev", f"mknod -m 666 {root}/dev/null c 1 3",
                           f"mknod -m 444 {root}/dev/urandom c 1 9", f"mknod -m 444 {root}/dev/random c 1 8", f"ln -s /proc/self/fd {root}/dev/fd"])
    for script, apart, first in (("before.sh", [], "true"), ("inside.sh", ["--net"], "ip link set lo up")):
        done = subprocess.run(
            ["unshare", "--mount", *apart, "--pid", "--fork", "--kill-child", "sh", "-c", f"{first} && {devices} && exec chroot {root} bash /tmp/{script}"],
            capture_output=True, text=True, check=False, timeout=900)
        print(done.stdout, done.stderr)
        if done.returncode:
            sys.exit(f"{script}: exit {done.returncode}")
sys.exit(0)
