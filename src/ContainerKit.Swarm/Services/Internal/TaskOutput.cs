using System.Globalization;
using System.Text;

namespace ContainerKit.Swarm.Services;

/// <summary>The complete output of one task.</summary>
internal sealed record TaskOutput(string Stdout, string Stderr)
{
    // A node that does not answer would be waited for without an end.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    /// <summary>Reads the log of a task.</summary>
    /// <exception cref="ContainerKitException">The engine answered with an error.</exception>
    /// <exception cref="ServiceLogException">The log could not be read from the node of the task, or is too long.</exception>
    /// <exception cref="TimeoutException">The node of the task did not answer.</exception>
    /// <remarks>Engine API: <c>GET /tasks/{id}/logs</c>.</remarks>
    public static async Task<TaskOutput> ReadAsync(
        ServiceApi api, string task, bool tty, int? tail, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limit, api.Engine.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var query = new Dictionary<string, string> { ["stdout"] = "1", ["stderr"] = "1" };
        if (tail is { } lines) query["tail"] = lines.ToString(CultureInfo.InvariantCulture);
        try
        {
            var path = $"tasks/{Uri.EscapeDataString(task)}/logs";
            var stream = await api.OpenLogAsync(path, $"read the log of task {task}", query, linked.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var stdout = new MemoryStream();
                using var stderr = new MemoryStream();
                await foreach (var (source, bytes) in LogFrames.ReadAsync(stream, tty, linked.Token).ConfigureAwait(false))
                {
                    var target = source == OutputSource.Stderr ? stderr : stdout;
                    if (bytes.Length > api.Engine.MaximumOutputLength - target.Length) throw CreateTooLong(api.Engine.MaximumOutputLength);
                    target.Write(bytes.Span);
                }

                return new TaskOutput(Decode(stdout), Decode(stderr));
            }
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Its node did not answer within {_limit.TotalSeconds:0} s.", e);
        }
    }

    private static ServiceLogException CreateTooLong(int limit) => new(
        string.Create(CultureInfo.InvariantCulture, $"It has more than {limit:N0} bytes. ")
        + $"{nameof(DockerEngineOptions)}.{nameof(DockerEngineOptions.MaximumOutputLength)} sets the limit.");

    private static string Decode(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
}
