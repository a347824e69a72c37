using System.Globalization;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing.Execution;

/// <summary>The output of a container during one test, or the end of it if it is long.</summary>
/// <param name="FileName">The file name for an attachment.</param>
/// <param name="Title">The name of the container, and its state if it has stopped.</param>
/// <param name="Lines">The lines, each with its timestamp.</param>
internal sealed record ContainerLog(string FileName, string Title, IReadOnlyList<string> Lines)
{
    private const int MaximumLines = 1000;
    private const int MaximumOutputLines = 100;
    private const int MaximumLineLength = 2000;

    // The test has already failed; its report must not take much longer than the test.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>All captured lines, as one text.</summary>
    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>
    /// Reads the logs of a fixture's containers. A log that cannot be read contains the reason instead.
    /// </summary>
    public static async Task<IReadOnlyList<ContainerLog>> ReadAsync(DockerFixture fixture, DateTimeOffset since)
    {
        var logs = new List<ContainerLog>();
        foreach (var container in fixture.RunningContainers) logs.Add(await ReadAsync(container, since).ConfigureAwait(false));
        return logs;
    }

    /// <summary>Returns the title and the last lines, for the output of the test.</summary>
    public override string ToString()
    {
        if (Lines.Count == 0) return $"{Title} wrote nothing during this test.";
        var text = new StringBuilder($"{Title} wrote during this test:");
        if (Lines.Count > MaximumOutputLines) text.Append(CultureInfo.InvariantCulture, $"\n  (the last {MaximumOutputLines} lines)");
        foreach (var line in Lines.Skip(Lines.Count - MaximumOutputLines)) text.Append("\n  ").Append(line);
        return text.ToString();
    }

    private static async Task<ContainerLog> ReadAsync(NamedContainer namedContainer, DateTimeOffset since)
    {
        var (name, container) = namedContainer;
        using var timeout = new CancellationTokenSource(_timeout);
        var title = namedContainer.ToString();
        var lines = new Queue<string>();
        try
        {
            var details = await container.InspectAsync(timeout.Token).ConfigureAwait(false);
            if (!details.IsRunning) title += $", which is no longer running ({details.DescribeState()}),";
            var skew = await MeasureClockSkewAsync(container.Engine, timeout.Token).ConfigureAwait(false);
            var options = new LogOptions { Since = since + skew, Tail = MaximumLines, Timestamps = true };
            await foreach (var line in container.LogsAsync(options, timeout.Token).ConfigureAwait(false)) lines.Enqueue(Format(line));
        }
        catch (Exception e)
        {
            // The test failed for another reason, and its report shows that reason.
            lines.Enqueue(e is OperationCanceledException
                ? $"(could not read the rest of the log within {_timeout.TotalSeconds:0} s)"
                : $"(could not read the log: {e.Message})");
        }

        return new ContainerLog($"{name}.log", title, [.. lines]);
    }

    private static string Format(OutputLine line)
    {
        // The log is shown in a terminal, which executes the escape sequences of a container.
        var text = VisibleText.Block(line.Text.Length > MaximumLineLength ? line.Text[..MaximumLineLength] + "…" : line.Text);
        var time = line.Timestamp is { } timestamp ? timestamp.UtcDateTime.ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture) : "";
        return time + (line.Source == OutputSource.Stderr ? "err " : "out ") + text;
    }

    // The engine stamps log lines with its own clock. On another machine, or in a virtual machine that was suspended,
    // that clock differs from ours. A difference of up to a second, or one that the duration of the request explains,
    // is ignored.
    private static async Task<TimeSpan> MeasureClockSkewAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        var requestTime = TimeProvider.System.GetUtcNow();
        var info = await engine.InfoAsync(cancellationToken).ConfigureAwait(false);
        if (info.SystemTime is not { } engineTime) return TimeSpan.Zero;
        var responseTime = TimeProvider.System.GetUtcNow();
        var skew = engineTime < requestTime ? engineTime - requestTime
            : engineTime > responseTime ? engineTime - responseTime
            : TimeSpan.Zero;
        return skew.Duration() > TimeSpan.FromSeconds(1) ? skew : TimeSpan.Zero;
    }
}
