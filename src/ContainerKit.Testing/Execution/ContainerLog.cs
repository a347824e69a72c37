using System.Globalization;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing.Execution;

/// <summary>What a container wrote during one test: the end of it, where it is long.</summary>
/// <param name="FileName">A name for it as a file.</param>
/// <param name="Title">Whose it is, in what state.</param>
/// <param name="Lines">Each with its time.</param>
internal sealed record ContainerLog(string FileName, string Title, IReadOnlyList<string> Lines)
{
    private const int LinesKept = 1000;
    private const int LinesShown = 100;
    private const int CharsOfLine = 2000;

    // A test has failed already; its report must not take much longer than it did.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    /// <summary>All that was kept of it.</summary>
    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>The logs of a fixture's containers. One that cannot be read says why.</summary>
    public static async Task<IReadOnlyList<ContainerLog>> ReadAsync(DockerFixture fixture, DateTimeOffset since)
    {
        var logs = new List<ContainerLog>();
        foreach (var container in fixture.Running) logs.Add(await ReadAsync(container, since).ConfigureAwait(false));
        return logs;
    }

    /// <summary>For the output of the test: a title, and the last lines.</summary>
    public override string ToString()
    {
        if (Lines.Count == 0) return $"{Title} wrote nothing during this test.";
        var text = new StringBuilder($"{Title} wrote during this test:");
        if (Lines.Count > LinesShown) text.Append(CultureInfo.InvariantCulture, $"\n  (the last {LinesShown} lines)");
        foreach (var line in Lines.Skip(Lines.Count - LinesShown)) text.Append("\n  ").Append(line);
        return text.ToString();
    }

    private static async Task<ContainerLog> ReadAsync(NamedContainer named, DateTimeOffset since)
    {
        var (name, container) = named;
        using var limit = new CancellationTokenSource(_limit);
        var title = named.ToString();
        var lines = new Queue<string>();
        try
        {
            var details = await container.InspectAsync(limit.Token).ConfigureAwait(false);
            if (!details.IsRunning)
                title += $", which does not run any more ({details.State}, exit code {details.ExitCode}{(details.OutOfMemory ? ", out of memory" : ErrorText.DescribeSignal(details.ExitCode))}),";
            var options = new LogOptions { Since = since + await SkewAsync(container.Engine, limit.Token).ConfigureAwait(false), Tail = LinesKept, Timestamps = true };
            await foreach (var line in container.LogsAsync(options, limit.Token).ConfigureAwait(false)) lines.Enqueue(Line(line));
        }
        catch (Exception e)
        {
            // Whatever it is: the test has failed for another reason, and that is what is told of it.
            lines.Enqueue(e is OperationCanceledException ? "(no more of it came within 10 s)" : $"(it could not be read: {e.Message})");
        }

        return new ContainerLog($"{name}.log", title, [.. lines]);
    }

    private static string Line(OutputLine line)
    {
        var text = line.Text.Length > CharsOfLine ? line.Text[..CharsOfLine] + "…" : line.Text;
        var time = line.Timestamp is { } moment ? moment.UtcDateTime.ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture) : "";
        return time + (line.Source == OutputSource.Stderr ? "err " : "out ") + text;
    }

    // The engine tells the time of its lines by its own clock, which on another machine, or in a virtual one that has slept, is another. A
    // difference that the question's own way may have made is none.
    private static async Task<TimeSpan> SkewAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        var asked = TimeProvider.System.GetUtcNow();
        var info = await engine.ApiClient.SendJsonAsync(EngineRequest.Get("info", "ask for the time of the engine"), cancellationToken).ConfigureAwait(false);
        if (!DateTimeOffset.TryParse(info.GetStringOrEmpty("SystemTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var there)) return TimeSpan.Zero;
        var answered = TimeProvider.System.GetUtcNow();
        if (there < asked) return there - asked is var behind && behind < TimeSpan.FromSeconds(-1) ? behind : TimeSpan.Zero;
        return there > answered ? there - answered is var ahead && ahead > TimeSpan.FromSeconds(1) ? ahead : TimeSpan.Zero : TimeSpan.Zero;
    }
}
