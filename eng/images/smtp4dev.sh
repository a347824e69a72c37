# shellcheck shell=bash
# smtp4dev: the .NET tool from NuGet on top of the aspnet image.
# repository: rnwood/smtp4dev
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

version=3.15.0
root=$(create_rootfs smtp4dev)
merge_usr "$root"
mkdir -p "$root/smtp4dev"
unpacked=$(create_rootfs smtp4dev-package)
download_nuget_package "Rnwood.Smtp4dev.$RID" "$version" "$unpacked"
mv "$unpacked/tools/net10.0/$RID" "$root/app"
find "$root/app" -name '*.pdb' -delete

pack_layer smtp4dev "$root"
publish_image smtp4dev "latest v3 $version" 'debian aspnet smtp4dev' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"XDG_CONFIG_HOME=/\", \"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true\"],
  \"Entrypoint\": [\"dotnet\", \"/app/Rnwood.Smtp4dev.dll\"],
  \"ExposedPorts\": {\"25/tcp\": {}, \"80/tcp\": {}, \"143/tcp\": {}},
  \"Volumes\": {\"/smtp4dev\": {}},
  \"WorkingDir\": \"/\"
}"
