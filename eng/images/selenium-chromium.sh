# shellcheck shell=bash
# selenium-chromium: Debian's Chromium and its driver on top of the debian image. The image on Docker Hub runs the driver behind
# Selenium's server and shows the browser on a screen; here, the driver responds itself and the browser has no screen.
# repository: selenium/standalone-chromium
# packages: chromium chromium-common chromium-driver fontconfig fontconfig-config fonts-dejavu-core libasound2 libatk-bridge2.0-0
# packages: libatk1.0-0 libatspi2.0-0 libavahi-client3 libavahi-common3 libbrotli1 libbsd0 libcairo2 libcups2 libdatrie1 libdav1d6
# packages: libdbus-1-3 libdeflate0 libdouble-conversion3 libdrm2 libexpat1 libflac12 libfontconfig1 libfreetype6 libfribidi0 libgbm1
# packages: libglib2.0-0 libgraphite2-3 libgssapi-krb5-2 libharfbuzz-subset0 libharfbuzz0b libicu72 libjbig0 libjpeg62-turbo
# packages: libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 liblcms2-2 liblerc4 libminizip1 libmp3lame0 libmpg123-0 libnspr4
# packages: libnss3 libogg0 libopenh264-7 libopenjp2-7 libopus0 libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0 libpixman-1-0
# packages: libpng16-16 libpulse0 libasyncns0 libsndfile1 libsqlite3-0 libssl3 libthai0 libtiff6 libvorbis0a libvorbisenc2
# packages: libwayland-client0 libwayland-server0 libwebp7 libx11-6 libx11-data libx11-xcb1 libxau6 libxcb-render0 libxcb-shm0 libxcb1
# packages: libxcomposite1 libxcursor1 libxdamage1 libxdmcp6 libxext6 libxfixes3 libxi6 libxkbcommon0 libxml2 libxrandr2 libxrender1
# packages: libxtst6 xkb-data libxnvctrl0 libsystemd0
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_debian_rootfs selenium-chromium)
rm -rf "$root"/usr/share/{icons,applications,mime} "$root"/usr/lib/chromium/locales/*_* "${root:?}/var"
# The image runs as root and has no screen.
mkdir -p "$root/etc/chromium.d"
echo 'CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox --headless=new"' >"$root/etc/chromium.d/container"

pack_layer selenium-chromium "$root"
publish_image selenium-chromium latest 'debian selenium-chromium' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\"],
  \"Cmd\": [\"chromedriver\", \"--port=4444\", \"--allowed-ips=\", \"--allowed-origins=*\"],
  \"ExposedPorts\": {\"4444/tcp\": {}}
}"
