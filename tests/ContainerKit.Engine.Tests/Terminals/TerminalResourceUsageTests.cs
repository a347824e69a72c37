using System.Globalization;

namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>
/// Checks that memory stays bounded if a container writes faster than its output is read, and that many execs release sockets, handles and
/// memory. The defaults keep the tests short; <c>CONTAINERKIT_SLOW_SECONDS=10</c> and <c>CONTAINERKIT_EXECS=10000</c> extend them.
/// </summary>
[Trait("Shard", "quiet")]
public sealed class TerminalResourceUsageTests(ITestOutputHelper output) : EngineTest
{
    private const int MegaByte = 1 << 20;
    private const int MaximumParallelExecs = 4;

    [DockerFact(Timeout = 120_000)]
    public async Task Reading_a_gigabyte_slowly_does_not_grow_the_memory_of_the_process()
    {
        var seconds = ReadNumber("CONTAINERKIT_SLOW_SECONDS", 2);
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "head -c 1073741824 /dev/zero; echo done > /done") { Tty = false }, Token);
        var buffer = new byte[MegaByte / 10];
        await terminal.Output.ReadExactlyAsync(buffer, Token);
        var (managed, processMemory) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

        var bytesRead = (long)buffer.Length;
        for (var tenth = 0; tenth < seconds * 10; tenth++)
        {
            await terminal.Output.ReadExactlyAsync(buffer, Token);
            bytesRead += buffer.Length;
            await Task.Delay(100, Token);
        }

        var (managedGrowth, processGrowth) =
            (GC.GetTotalMemory(forceFullCollection: true) - managed, Environment.WorkingSet - processMemory);
        output.WriteLine($"{bytesRead} bytes read in at least {seconds} s");
        output.WriteLine($"managed memory grew by {managedGrowth}, the process by {processGrowth} bytes");
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("done", "the process waits for its reader");
        managedGrowth.Should().BeLessThan(MegaByte);
        processGrowth.Should().BeLessThan(32 * MegaByte);

        // Disposing the terminal early closes the connection immediately, without reading the rest.
        await terminal.DisposeAsync();
        (await ProcessesAsync(container)).Should().NotContain("1073741824");
    }

    [DockerFact(Timeout = 3_600_000)]
    public async Task Many_short_execs_release_their_sockets_handles_and_memory()
    {
        var execs = ReadNumber("CONTAINERKIT_EXECS", 80);
        await using var container = await SleeperAsync();
        await RunAsync(container, 20);
        var (handles, sockets, managed) = Measure();

        var started = TimeProvider.System.GetTimestamp();
        await RunAsync(container, execs);

        output.WriteLine($"{execs} execs in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        output.WriteLine($"before: {handles} handles, {sockets} sockets, {managed} bytes; after: {Measure()}");
        // Ordinary requests share pooled connections, as many as were used at the same time. Closed handles disappear a moment later.
        await UntilAsync(() => Task.FromResult(
            Measure().Sockets <= sockets + MaximumParallelExecs && Measure().Handles <= handles + (2 * MaximumParallelExecs)));
        (Measure().Managed - managed).Should().BeLessThan(2 * MegaByte);
    }

    // Runs half of them as execs and half as terminals, several at a time.
    private static Task RunAsync(Container container, int execs) => Parallel.ForEachAsync(
        Enumerable.Range(0, execs),
        new ParallelOptions { MaxDegreeOfParallelism = MaximumParallelExecs, CancellationToken = Token }, async (i, token) =>
        {
            if (i % 2 == 0)
            {
                (await container.ExecAsync(["echo", "x"], token)).Stdout.Should().Be("x\n");
                return;
            }

            await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("echo", "x") { Tty = i % 4 == 1 }, token);
            (await terminal.ExpectEndAsync(token)).Before.TrimEnd().Should().Be("x");
            (await terminal.WaitAsync(token)).Should().Be(0);
        });

    private static (int Handles, int Sockets, long Managed) Measure()
    {
        var handles = (OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd") : []).Select(GetTarget).OfType<string>().ToList();
        var sockets = handles.Count(target => target.StartsWith("socket:", StringComparison.Ordinal));
        return (handles.Count, sockets, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Returns the target of a handle, or null if the handle was closed meanwhile.</summary>
    private static string? GetTarget(string handle)
    {
        try
        {
            return File.ResolveLinkTarget(handle, returnFinalTarget: false)?.Name;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static int ReadNumber(string variable, int defaultValue) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : defaultValue;
}
