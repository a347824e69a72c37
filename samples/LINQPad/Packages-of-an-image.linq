<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// A container as a data source: what is installed in an image, largest first.
var list = await Image.Pull("debian:bookworm-slim")
    .Run("dpkg-query", "-W", "-f", "${Installed-Size}\t${Package}\t${Version}\n")
    .Output()
    .ExecuteAsync(QueryCancelToken);

list.Split('\n', StringSplitOptions.RemoveEmptyEntries)
    .Select(line => line.Split('\t'))
    .Select(field => new { Package = field[1], Version = field[2], KiB = int.TryParse(field[0], out var size) ? size : 0 })
    .OrderByDescending(package => package.KiB)
    .Dump();
