namespace ContainerKit.Suites;

/// <summary>The resources of the engine at one moment, listed by the Docker CLI.</summary>
/// <param name="Containers">The IDs of the containers with the label of a library, with the label values.</param>
/// <param name="Networks">The IDs of all networks.</param>
/// <param name="Volumes">The names of all volumes.</param>
internal sealed record EngineInventory(
    IReadOnlyDictionary<string, string> Containers, IReadOnlySet<string> Networks, IReadOnlySet<string> Volumes)
{
    public bool IsEmpty => Containers.Count + Networks.Count + Volumes.Count == 0;

    /// <summary>Lists the resources of the engine.</summary>
    /// <param name="label">The label of the containers to list.</param>
    public static async Task<EngineInventory> CaptureAsync(string label)
    {
        var containers = await DockerCli.ListAsync(
            "ps", "--all", "--no-trunc", "--filter", "label=" + label, "--format", $"{{{{.ID}}}} {{{{.Label \"{label}\"}}}}");
        return new EngineInventory(
            containers.Select(line => line.Split(' ')).ToDictionary(fields => fields[0], fields => fields[1]),
            (await DockerCli.ListAsync("network", "ls", "--quiet", "--no-trunc")).ToHashSet(),
            (await DockerCli.ListAsync("volume", "ls", "--quiet")).ToHashSet());
    }

    /// <summary>Returns the resources that were added since an earlier inventory.</summary>
    /// <param name="before">The earlier inventory.</param>
    /// <param name="isOfProcess">Returns true if a container with this label value belongs to the measured process.</param>
    public EngineInventory Since(EngineInventory before, Func<string, bool> isOfProcess) => new(
        Containers.Where(container => !before.Containers.ContainsKey(container.Key) && isOfProcess(container.Value)).ToDictionary(),
        Networks.Except(before.Networks).ToHashSet(),
        Volumes.Except(before.Volumes).ToHashSet());

    /// <summary>
    /// Removes the containers with their anonymous volumes. Networks and other volumes have no label of the measured process, so they are
    /// counted but not removed.
    /// </summary>
    public async Task RemoveContainersAsync()
    {
        if (Containers.Count > 0) await DockerCli.RunAsync(["rm", "--force", "--volumes", .. Containers.Keys]);
    }

    public override string ToString() =>
        IsEmpty ? "nothing" : $"{Containers.Count} containers, {Networks.Count} networks, {Volumes.Count} volumes";
}
