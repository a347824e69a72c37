# shellcheck shell=bash
# garnet: the .NET tool from NuGet on top of the aspnet image. Microsoft publishes the image on ghcr.io.
# repository: microsoft/garnet
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=2.2.8
root=$(create_rootfs garnet)
merge_usr "$root"
unpacked=$(create_rootfs garnet-package)
download_nuget_package garnet-server "$version" "$unpacked"
mkdir -p "$root/data"
mv "$unpacked/tools/net10.0/any" "$root/app"
find "$root/app" \( -name '*.pdb' -o -name '*.xml' \) -delete
find "$root/app" -mindepth 1 -maxdepth 1 -type d ! -name runtimes ! -name "$RID" -exec rm -rf {} +
find "$root/app" -path '*/runtimes/*' -maxdepth 2 -mindepth 2 ! -name linux ! -name unix ! -name "$RID" -exec rm -rf {} +

pack_layer garnet "$root"
publish_image garnet "latest $version" 'debian aspnet garnet' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true\"],
  \"Entrypoint\": [\"dotnet\", \"/app/GarnetServer.dll\"],
  \"ExposedPorts\": {\"6379/tcp\": {}},
  \"Volumes\": {\"/data\": {}},
  \"WorkingDir\": \"/data\"
}"
