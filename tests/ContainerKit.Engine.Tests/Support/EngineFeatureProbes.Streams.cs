using System.Text.Json;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

internal static partial class EngineFeatureProbes
{
    private static Task<string?> ProbeExecEventsAsync() => RunAsync(_ => { }, async id =>
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var action = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var monitoring = Client.System.MonitorEventsAsync(
            new ContainerEventsParameters { Since = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1}" },
            new ImmediateProgress<Message>(message =>
            {
                if (message.Actor?.ID == id && message.Action.StartsWith("exec", StringComparison.Ordinal))
                    action.TrySetResult(message.Action);
            }),
            limit.Token);
        using var created = JsonDocument.Parse((await EngineHttp.PostAsync($"containers/{id}/exec", """{"Cmd":["true","probe"]}""")).Text);
        await EngineHttp.PostAsync($"exec/{created.RootElement.GetProperty("Id").GetString()}/start", """{"Detach":true}""");
        await Task.WhenAny(action.Task, monitoring);
        await limit.CancelAsync();
        await monitoring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !action.Task.IsCompleted ? "it reported no event of an exec within 10 s"
            : (await action.Task).Contains("true probe", StringComparison.Ordinal) ? null
            : $"the event of an exec is '{await action.Task}'";
    });

    private static async Task<string?> ProbeResourceEventsAsync()
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var missing = new HashSet<string> { "volume", "network" };
        var network = "";
        var monitoring = Client.System.MonitorEventsAsync(
            new ContainerEventsParameters { Since = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1}" },
            new ImmediateProgress<Message>(message =>
            {
                lock (missing)
                {
                    if (message.Actor?.ID == (message.Type == "volume" ? name : network)) missing.Remove(message.Type);
                    if (missing.Count == 0) limit.Cancel();
                }
            }),
            limit.Token);
        var (_, text) = await EngineHttp.PostAsync("networks/create", $$"""{"Name":"{{name}}"}""");
        using (var created = JsonDocument.Parse(text))
        {
            lock (missing) network = created.RootElement.GetProperty("Id").GetString()!;
        }

        await EngineHttp.PostAsync("volumes/create", $$"""{"Name":"{{name}}"}""");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"volumes/{name}");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"networks/{network}");
        await monitoring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return missing.Count == 0 ? null : $"it reported no event of a new {string.Join(" or ", missing.Order())} with its id";
    }

    private static Task<string?> ProbeUnreadInputAsync() => RunAsync(_ => { }, async id =>
    {
        var exec = await Client.Exec.CreateContainerExecAsync(
            id, new() { Cmd = ["head", "-c", "10"], AttachStdin = true, AttachStdout = true, AttachStderr = true });
        using var session = await Client.Exec.StartContainerExecAsync(exec.ID, new());
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
        {
            try
            {
                for (var sent = 0; sent < 100; sent++) await session.WriteAsync(new byte[1 << 20], 0, 1 << 20, limit.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The engine closed the connection, or it does not read the input any more.
            }
        }

        using var reading = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[64];
        var received = 0;
        try
        {
            while (received < 10 && await session.ReadOutputAsync(buffer, 0, buffer.Length, reading.Token) is { EOF: false } piece)
                received += piece.Count;
            return received == 10 ? null : $"of the 10 bytes of an exec that did not read its input, {received} arrived";
        }
        catch (IOException e)
        {
            return $"the output of an exec that did not read its input ended with: {e.Message}";
        }
    });

    private static Task<string?> ProbeLastingStdinAsync() => RunAsync(
        container => (container.Cmd, container.OpenStdin) = (["cat"], true),
        async id =>
        {
            using (var session = await Client.Containers.AttachContainerAsync(id, new() { Stream = true, Stdin = true, Stdout = true }))
                await session.WriteAsync("x\n"u8.ToArray(), 0, 2, CancellationToken.None);
            for (var attempt = 0; attempt < 20; attempt++)
            {
                await Task.Delay(100);
                if (!(await Client.Containers.InspectContainerAsync(id)).State!.Running)
                    return "a process that reads its input exited when a client left";
            }

            return null;
        });

    private static Task<string?> ProbeDetachKeysAsync() => RunAsync(
        container => (container.Cmd, container.OpenStdin, container.Tty) = (["cat"], true, true),
        async id =>
        {
            using var session = await Client.Containers.AttachContainerAsync(
                id, new() { Stream = true, Stdin = true, Stdout = true, DetachKeys = "ctrl-p,ctrl-q" });
            await session.WriteAsync("\u0010\u0011"u8.ToArray(), 0, 2, CancellationToken.None);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await session.CopyOutputToAsync(Stream.Null, Stream.Null, Stream.Null, limit.Token);
                return null;
            }
            catch (OperationCanceledException)
            {
                return "a session did not end within 5 s after its detach keys";
            }
        });

    private static Task<string?> ProbeFollowedLogAsync() => RunAsync(
        container => container.Cmd = ["sh", "-c", "yes $(printf %0999d 7) | head -n 200000"],
        async id =>
        {
            using var log = await Client.Containers.GetContainerLogsAsync(id, new() { ShowStdout = true, Follow = true });
            using var counter = new CountingStream();
            await log.CopyOutputToAsync(Stream.Null, counter, Stream.Null, CancellationToken.None);
            return counter.Count == 200_000_000 ? null : $"of a log of 200 MB, which it followed, {counter.Count} bytes arrived";
        });

    private static Task<string?> ProbeLogTailAsync() => RunAsync(
        container => container.Cmd = ["sh", "-c", "head -c 40000 /dev/zero | tr '\\0' x"],
        async id =>
        {
            await Client.Containers.WaitContainerAsync(id);
            using var log = await Client.Containers.GetContainerLogsAsync(id, new() { ShowStdout = true, Tail = "10" });
            var (stdout, _) = await log.ReadOutputToEndAsync(CancellationToken.None);
            return stdout.Length >= 40_000 ? null : $"of a line with 40000 characters, the end of a log had {stdout.Length}";
        });
}
