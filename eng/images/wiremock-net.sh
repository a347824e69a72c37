# shellcheck shell=bash
# wiremock-net: the library from NuGet with a small program, on top of the aspnet image.
# repository: sheyenrath/wiremock.net-alpine
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

root=$(create_rootfs wiremock-net)
merge_usr "$root"
# The project is built outside of the repository, whose settings are not for it.
sources=$(create_rootfs wiremock-net-sources)
cp "$ENG"/images/wiremock-net/* "$sources/"
NUGET_PACKAGES=$WORK/nuget retry dotnet publish -v quiet -c Release -o "$root/app" "$sources" >"$LOGS/wiremock-net.log" 2>&1 ||
  die "dotnet could not build the program; see $LOGS/wiremock-net.log"
find "$root/app" -name '*.pdb' -delete

pack_layer wiremock-net "$root"
publish_image wiremock-net latest 'debian aspnet wiremock-net' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true\"],
  \"Entrypoint\": [\"dotnet\", \"/app/WireMockServer.dll\"],
  \"ExposedPorts\": {\"80/tcp\": {}},
  \"WorkingDir\": \"/app\"
}"
