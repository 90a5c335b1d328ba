# Sourced by the scripts beside it: install what is missing from the packages of Debian or Ubuntu.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
    echo "Installing the system package $1" >&2
    as_root apt-get update -qq || true # one broken source of packages is no reason to give up
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$1" >/dev/null
}
