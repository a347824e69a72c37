<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// The live log and the live stats of a running container.
await using var worker = await Image.Pull("busybox")
    .Run("sh", "-c", "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.2; done")
    .ExecuteAsync(QueryCancelToken);
worker.Dump("the container");

var stats = new DumpContainer().Dump("stats");
var showStats = Task.Run(async () =>
{
    await foreach (var reading in worker.FollowStatsAsync(QueryCancelToken)) stats.Content = reading;
});

var lines = 0;
await foreach (var line in worker.LogsAsync(new LogOptions { Follow = true }, QueryCancelToken))
{
    line.ToString().Dump();
    if (++lines == 10) break;
}

await worker.StopAsync(TimeSpan.Zero, QueryCancelToken);    // this ends the stats too
await showStats;
worker.Dump("the stopped container");
