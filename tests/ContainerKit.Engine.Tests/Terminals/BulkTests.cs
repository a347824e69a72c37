using System.Globalization;

namespace ContainerKit.Engine.Tests.Verbs.Terminals;

/// <summary>
/// What stays bounded: memory, when a container writes faster than it is read; sockets, handles and memory, over many execs. The numbers are small enough for
/// every day; <c>CONTAINERKIT_SLOW_SECONDS=10</c> and <c>CONTAINERKIT_EXECS=10000</c> make them large.
/// </summary>
public sealed class BulkTests(ITestOutputHelper report) : EngineTest
{
    private const int MegaByte = 1 << 20;
    private const int AtATime = 4;

    [DockerFact(Timeout = 120_000)]
    public async Task Reading_a_gigabyte_slowly_does_not_grow_the_memory_of_the_process()
    {
        var seconds = Number("CONTAINERKIT_SLOW_SECONDS", 2);
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sh", "-c", "head -c 1073741824 /dev/zero; echo done > /done") { Tty = false }, Token);
        var buffer = new byte[MegaByte / 10];
        await terminal.Output.ReadExactlyAsync(buffer, Token);
        var (managed, whole) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

        var taken = (long)buffer.Length;
        for (var tenth = 0; tenth < seconds * 10; tenth++)
        {
            await terminal.Output.ReadExactlyAsync(buffer, Token);
            taken += buffer.Length;
            await Task.Delay(100, Token);
        }

        var (managedGrowth, wholeGrowth) = (GC.GetTotalMemory(forceFullCollection: true) - managed, Environment.WorkingSet - whole);
        report.WriteLine($"{taken} bytes taken in {seconds} s and more; managed memory grew by {managedGrowth}, the process by {wholeGrowth} bytes");
        (await container.ExecAsync(["ls", "/"], Token)).Stdout.Split('\n').Should().NotContain("done", "the process waits for its reader");
        managedGrowth.Should().BeLessThan(MegaByte);
        wholeGrowth.Should().BeLessThan(32 * MegaByte);

        // Leaving in the middle frees the connection at once, a gigabyte before its end.
        await terminal.DisposeAsync();
        (await DockerCli.AskAsync("top", container.Id)).Should().NotContain("1073741824");
    }

    [DockerFact(Timeout = 3_600_000)]
    public async Task Many_short_execs_release_their_sockets_handles_and_memory()
    {
        var execs = Number("CONTAINERKIT_EXECS", 80);
        await using var container = await SleeperAsync();
        await RunAsync(container, 20);
        var (handles, sockets, managed) = Count();

        var begun = TimeProvider.System.GetTimestamp();
        await RunAsync(container, execs);

        report.WriteLine($"{execs} execs in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s; before: {handles} handles, {sockets} sockets, {managed} bytes; after: {Count()}");
        // Ordinary requests share connections that are kept, as many as were used at the same time. What was closed is off the books a moment later.
        await UntilAsync(() => Task.FromResult(Count().Sockets <= sockets + AtATime && Count().Handles <= handles + (2 * AtATime)));
        (Count().Managed - managed).Should().BeLessThan(2 * MegaByte);
    }

    // Half of them as execs, half as terminals, some at a time.
    private static Task RunAsync(Container container, int execs) => Parallel.ForEachAsync(
        Enumerable.Range(0, execs), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = Token }, async (i, token) =>
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

    private static (int Handles, int Sockets, long Managed) Count()
    {
        var handles = (OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd") : []).Select(Target).OfType<string>().ToList();
        var sockets = handles.Count(target => target.StartsWith("socket:", StringComparison.Ordinal));
        return (handles.Count, sockets, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <returns>Null for one that was closed since it was listed.</returns>
    private static string? Target(string handle)
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

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
