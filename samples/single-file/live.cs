#!/usr/bin/env dotnet
#:package ContainerKit@0.1.0

// The live log and the live stats of a running container.
using ContainerKit;

await using var worker = await Image.Pull("busybox").Run("sh", "-c", "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.2; done");
Console.WriteLine(await worker.InspectAsync());

var showStats = Task.Run(async () =>
{
    await foreach (var reading in worker.FollowStatsAsync()) Console.WriteLine(reading);
});

var lines = 0;
await foreach (var line in worker.LogsAsync(new LogOptions { Follow = true }))
{
    Console.WriteLine(line);
    if (++lines == 10) break;
}

await worker.StopAsync(TimeSpan.Zero);    // this ends the stats too
await showStats;
