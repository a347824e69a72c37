# shellcheck shell=bash
# aspnet: the .NET runtime of this machine on top of the debian image.
# repository: dotnet/aspnet
# packages: libssl3
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

command -v dotnet >/dev/null || die 'the .NET SDK is not installed'
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
version=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10[^ ]*\) .*/\1/p' | tail -n 1)
[ -n "$version" ] || die 'the ASP.NET Core runtime 10 is not installed'

root=$(create_debian_rootfs aspnet)
mkdir -p "$root/usr/share/dotnet/shared" "$root/usr/bin"
cp -a "$dotnet/dotnet" "$dotnet/host" "$root/usr/share/dotnet/"
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
  mkdir -p "$root/usr/share/dotnet/shared/$framework"
  cp -a "$dotnet/shared/$framework/$version" "$root/usr/share/dotnet/shared/$framework/"
done
ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"

pack_layer aspnet "$root"
publish_image aspnet 'latest 10.0' 'debian aspnet' "{
  \"Env\": [\"PATH=$SYSTEM_PATH\", \"ASPNETCORE_HTTP_PORTS=8080\", \"DOTNET_RUNNING_IN_CONTAINER=true\", \"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true\"]
}"
