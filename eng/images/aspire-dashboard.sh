# shellcheck shell=bash
# aspire-dashboard: the program from NuGet, which contains its runtime, on top of the debian image. Microsoft publishes
# the image on mcr.microsoft.com.
# repository: dotnet/aspire-dashboard
# packages: libssl3 libicu72
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=13.6.5
root=$(create_debian_rootfs aspire-dashboard)
unpacked=$(create_rootfs aspire-dashboard-package)
download_nuget_package "Aspire.Dashboard.Sdk.$RID" "$version" "$unpacked"
mv "$unpacked/tools" "$root/app"
chmod 755 "$root/app/Aspire.Dashboard"

pack_layer aspire-dashboard "$root"
publish_image aspire-dashboard "latest ${version%%.*} $version" 'debian aspire-dashboard' "{
  \"Env\": [
    \"PATH=$SYSTEM_PATH\",
    \"ASPNETCORE_URLS=http://+:18888\",
    \"ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://+:18889\",
    \"ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://+:18890\"
  ],
  \"Entrypoint\": [\"/app/Aspire.Dashboard\"],
  \"ExposedPorts\": {\"18888/tcp\": {}, \"18889/tcp\": {}, \"18890/tcp\": {}},
  \"WorkingDir\": \"/app\"
}"
