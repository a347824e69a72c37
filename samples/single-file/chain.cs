#!/usr/bin/env dotnet
#:package ContainerKit@0.1.0

// A plan with four steps. Ctrl-C cancels the plan, which then removes what it created.
using ContainerKit;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

var plan = Image.Pull("debian:bookworm-slim")
    .Run("sleep", "infinity")
    .Exec("sh", "-c", "echo hello from one file > /greeting")
    .Commit("single-file-my:0.1");
Console.WriteLine(plan);

var image = await plan.ExecuteAsync(stop.Token);
Console.WriteLine(image);
Console.Write(await Image.Local("single-file-my:0.1").Run("cat", "/greeting").Output().ExecuteAsync(stop.Token));
Console.WriteLine(await image.RemoveAsync(stop.Token));
