using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>
/// Creates containers from the same input with <c>docker create</c> and with the library, and compares whether it is
/// accepted and what the engine stores.
/// </summary>
internal sealed class CreateComparison(Dictionary<string, string> labels, CancellationToken cancellationToken)
{
    /// <summary>
    /// The expected difference of an input that the library refuses, although the engine of some versions creates the container.
    /// </summary>
    public const string Refused = "refused, accepted by docker";

    private const int Parallelism = 4;
    private const string RowLabel = "ck.row";
    private readonly List<Row> _rows = [];

    /// <summary>Adds an input.</summary>
    /// <param name="arguments">The arguments of <c>docker create</c> before the image.</param>
    /// <param name="createSpec">Creates the spec from the same input.</param>
    /// <param name="except">The expected difference, in the words of the report, for a deliberate one; null for none.</param>
    public void Add(string[] arguments, Func<ContainerSpec> createSpec, string? except = null) =>
        _rows.Add(new Row(arguments, createSpec, except));

    /// <summary>
    /// Creates both containers of each input, compares and removes them. Returns one line for each input that the library
    /// and the Docker CLI treat differently.
    /// </summary>
    public async Task<string> RunAsync()
    {
        var lines = new string?[_rows.Count];
        await Parallel.ForAsync(0, _rows.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (index, _) => lines[index] = await CompareAsync(_rows[index], $"{index}"));
        return string.Join('\n', lines.OfType<string>());
    }

    private async Task<string?> CompareAsync(Row row, string mark)
    {
        var expected = await CreateWithDockerAsync(row.Arguments, mark);
        var actual = await CreateWithLibraryAsync(row.CreateSpec);
        var difference = Describe(expected, actual);
        var isRefusedByBoth = expected is null && actual is null;
        if (difference == row.Except || (isRefusedByBoth && row.Except == Refused)) return null;
        var except = row.Except is null ? "" : $", expected: {row.Except}";
        return $"{string.Join(' ', row.Arguments)}: {difference ?? "no difference"}{except}";
    }

    private static string? Describe(JsonObject? expected, JsonObject? actual)
    {
        if (expected is null) return actual is null ? null : "accepted, refused by docker";
        if (actual is null) return Refused;
        var differences = new List<string>();
        AddDifferences(differences, "", expected, actual);
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    private static void AddDifferences(List<string> differences, string path, JsonNode? expected, JsonNode? actual)
    {
        if (JsonNode.DeepEquals(expected, actual)) return;
        if (expected is JsonObject expectedObject && actual is JsonObject actualObject)
        {
            foreach (var name in expectedObject.Select(p => p.Key).Union(actualObject.Select(p => p.Key)))
                AddDifferences(differences, $"{path}.{name}", expectedObject[name], actualObject[name]);
            return;
        }

        differences.Add($"{path[1..]} is {Text(actual)}, with docker {Text(expected)}");

        static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
    }

    private async Task<JsonObject?> CreateWithDockerAsync(string[] arguments, string mark)
    {
        string[] marks = [.. labels.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]), "--label",
            $"{RowLabel}={mark}"];
        var (code, output) = await DockerCli.TryAsync(["create", .. marks, .. arguments, "busybox", "true"]);
        if (code == 0) return await TakeAsync(output.Split('\n')[^1]);
        // Some options are rejected after the container was created.
        foreach (var left in await ListAsync(mark)) await TakeAsync(left);
        return null;
    }

    private async Task<JsonObject?> CreateWithLibraryAsync(Func<ContainerSpec> createSpec)
    {
        try
        {
            var spec = createSpec();
            await using var container = await Image.Pull("busybox")
                .Create(spec with { Command = ["true"], Labels = labels.Concat(spec.Labels).ToDictionary() })
                .ExecuteAsync(cancellationToken);
            return await ReadAsync(container.Id);
        }
        catch (Exception e) when (
            e is ArgumentException or ContainerKitException or FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<JsonObject> TakeAsync(string id)
    {
        var stored = await ReadAsync(id);
        await DockerEngine.Default.Client.Containers.RemoveContainerAsync(
            id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        return stored;
    }

    private async Task<IEnumerable<string>> ListAsync(string mark)
    {
        var wanted = labels.Append(new(RowLabel, mark)).ToDictionary(label => $"{label.Key}={label.Value}", _ => true);
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = wanted };
        var found = await DockerEngine.Default.Client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters }, cancellationToken);
        return found.Select(container => container.ID);
    }

    // Reads what the engine stores of the request, without values that differ between any two containers.
    private async Task<JsonObject> ReadAsync(string id)
    {
        var inspected = (JsonObject)JsonNode.Parse((await DockerCli.InspectAsync(id)).GetRawText())!;
        var config = (JsonObject)inspected["Config"]!.DeepClone();
        var host = (JsonObject)inspected["HostConfig"]!.DeepClone();
        if (config["Hostname"]!.GetValue<string>() == id[..12]) config.Remove("Hostname");
        // docker create attaches its standard streams, and sends the size of its console.
        foreach (var name in (string[])["AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce"]) config.Remove(name);
        host.Remove("ConsoleSize");
        var ownLabels = (JsonObject)config["Labels"]!;
        foreach (var name in ownLabels.Select(label => label.Key).ToList())
        {
            if (name.StartsWith("containerkit.", StringComparison.Ordinal) || name == RowLabel
                || labels.ContainsKey(name)) ownLabels.Remove(name);
        }

        foreach (var (_, bindings) in host["PortBindings"] as JsonObject ?? [])
        {
            // Without an address, the library publishes on 127.0.0.1, and docker on all addresses.
            foreach (var binding in bindings!.AsArray())
            {
                if (binding!["HostIp"]!.GetValue<string>() is "") binding["HostIp"] = "127.0.0.1";
                if (binding["HostPort"]!.GetValue<string>() is "0") binding["HostPort"] = "";
            }
        }

        var networks = new JsonObject();
        foreach (var (name, network) in (JsonObject)inspected["NetworkSettings"]!["Networks"]!)
        {
            networks[name] = new JsonObject
            {
                ["IPAMConfig"] = network!["IPAMConfig"]?.DeepClone(),
                ["Aliases"] = new JsonArray([.. (network["Aliases"] as JsonArray ?? [])
                    .Select(alias => alias!.GetValue<string>()).Where(alias => alias != id[..12]).Select(alias => (JsonNode)alias)]),
            };
        }

        // One mount can be requested in different parts of the configuration.
        foreach (var name in (string[])["Binds", "Mounts"]) host.Remove(name);
        config.Remove("Volumes");
        var mounts = new JsonObject();
        foreach (var mount in inspected["Mounts"]!.AsArray())
        {
            var stored = (JsonObject)mount!.DeepClone();
            if (stored["Name"]?.GetValue<string>().Length == 64) stored.Remove("Name");
            if (stored["Type"]!.GetValue<string>() == "volume") stored.Remove("Source");
            mounts[stored["Destination"]!.GetValue<string>()] = stored;
        }

        return (JsonObject)Normalize(new JsonObject
        {
            ["Config"] = config,
            ["HostConfig"] = host,
            ["Networks"] = networks,
            ["Mounts"] = mounts,
        })!;
    }

    // An empty list, an empty text and a missing value mean the same to the engine.
    private static JsonNode? Normalize(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var result = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (Normalize(value) is { } kept) result[name] = kept;
                }

                return result.Count == 0 ? null : result;
            case JsonArray items:
                return items.Count == 0 ? null : new JsonArray([.. items.Select(item => item?.DeepClone())]);
            case JsonValue value when value.GetValueKind() is JsonValueKind.String && value.GetValue<string>().Length == 0:
            case JsonValue number when number.GetValueKind() is JsonValueKind.Number && number.GetValue<double>() == 0:
            case JsonValue flag when flag.GetValueKind() is JsonValueKind.False:
                return null;
            default:
                return node?.DeepClone();
        }
    }

    private sealed record Row(string[] Arguments, Func<ContainerSpec> CreateSpec, string? Except);
}
