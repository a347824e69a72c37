using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ContainerKit.Swarm.Services;

/// <summary>Reads the log of a service, whose lines carry the ids of their task and node.</summary>
internal static class ServiceLogReader
{
    private const string Prefix = "com.docker.swarm.";

    public static async IAsyncEnumerable<ServiceLogLine> ReadAsync(
        ServiceApi api, ServiceDetails service, ServiceLogOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, string>
        {
            ["details"] = "1",
            ["stdout"] = options.Stdout ? "1" : "0",
            ["stderr"] = options.Stderr ? "1" : "0",
            ["follow"] = options.Follow ? "1" : "0",
            ["timestamps"] = options.Timestamps ? "1" : "0",
        };
        if (options.Tail is { } tail) query["tail"] = tail.ToString(CultureInfo.InvariantCulture);
        if (options.Since is { } since)
            query["since"] = string.Create(CultureInfo.InvariantCulture, $"{(since - DateTimeOffset.UnixEpoch).TotalSeconds:F6}");
        var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
        var slots = new Dictionary<string, int>();
        var operation = $"read the log of service {service.Name}";
        var path = $"services/{Uri.EscapeDataString(service.Id)}/logs";
        var stream = await api.OpenLogAsync(path, operation, query, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var (source, bytes) in LogFrames.ReadAsync(stream, tty: false, cancellationToken).ConfigureAwait(false))
            {
                var (details, text, timestamp) = Parse(Encoding.UTF8.GetString(bytes.Span), options.Timestamps);
                var task = details.GetValueOrDefault(Prefix + "task.id", "");
                if (!slots.ContainsKey(task)) await AddSlotsAsync(task).ConfigureAwait(false);
                var node = details.GetValueOrDefault(Prefix + "node.id", "");
                var name = nodes.Names.GetValueOrDefault(node, "");
                yield return new ServiceLogLine(source, text, task, slots.GetValueOrDefault(task), node, name, timestamp);
            }
        }

        async Task AddSlotsAsync(string unknown)
        {
            slots[unknown] = 0;
            foreach (var task in await api.TasksAsync(service.Id, isUpToDate: false, nodes, cancellationToken).ConfigureAwait(false))
                slots[task.Id] = task.Slot;
        }
    }

    /// <summary>Splits a message into its details, its text and its time.</summary>
    internal static (Dictionary<string, string> Details, string Text, DateTimeOffset? Timestamp) Parse(string message, bool hasTimestamp)
    {
        DateTimeOffset? timestamp = null;
        var rest = message.TrimEnd('\n').TrimEnd('\r');
        if (hasTimestamp)
        {
            var time = Take(ref rest);
            timestamp = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
                ? value
                : null;
        }

        var details = new Dictionary<string, string>();
        foreach (var detail in Take(ref rest).Split(','))
        {
            if (detail.Split('=') is [var name, var value]) details[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        }

        return (details, rest, timestamp);

        static string Take(ref string rest)
        {
            var space = rest.IndexOf(' ', StringComparison.Ordinal);
            var first = space < 0 ? rest : rest[..space];
            rest = space < 0 ? "" : rest[(space + 1)..];
            return first;
        }
    }
}
