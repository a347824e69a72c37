<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// Runs one command in several images in parallel, and counts the programs in each.
string[] images = ["busybox", "debian:bookworm-slim", "nginx:1.22"];

var counts = await Plan.All(images.Select(image => Image.Pull(image).Run("sh", "-c", "ls /bin/ /usr/bin/ | sort -u | wc -l").Output()).ToArray())
    .ExecuteAsync(QueryCancelToken);

images.Zip(counts, (image, count) => new { Image = image, Programs = int.Parse(count) })
    .OrderByDescending(row => row.Programs)
    .Dump();
