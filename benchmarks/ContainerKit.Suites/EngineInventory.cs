namespace ContainerKit.Suites;

/// <summary>What the engine holds at one moment, by the docker command's word. Containers are those that carry a library's label.</summary>
/// <param name="Containers">By id, the label's value.</param>
internal sealed record EngineInventory(IReadOnlyDictionary<string, string> Containers, IReadOnlySet<string> Networks, IReadOnlySet<string> Volumes)
{
    public bool IsEmpty => Containers.Count + Networks.Count + Volumes.Count == 0;

    public static async Task<EngineInventory> LookAsync(string label)
    {
        var containers = await DockerCli.ListAsync("ps", "--all", "--no-trunc", "--filter", "label=" + label, "--format", $"{{{{.ID}}}} {{{{.Label \"{label}\"}}}}");
        return new EngineInventory(
            containers.Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]),
            (await DockerCli.ListAsync("network", "ls", "--quiet", "--no-trunc")).ToHashSet(),
            (await DockerCli.ListAsync("volume", "ls", "--quiet")).ToHashSet());
    }

    /// <summary>What is there that was not there before.</summary>
    /// <param name="isOurs">Whether a container with this label's value is of the process that is looked for.</param>
    public EngineInventory Since(EngineInventory before, Func<string, bool> isOurs) => new(
        Containers.Where(one => !before.Containers.ContainsKey(one.Key) && isOurs(one.Value)).ToDictionary(),
        Networks.Except(before.Networks).ToHashSet(),
        Volumes.Except(before.Volumes).ToHashSet());

    /// <summary>
    /// Removes the containers, and their anonymous volumes with them. Networks, and volumes without a container, tell nobody whose they are, so they are
    /// counted and stay.
    /// </summary>
    public async Task RemoveContainersAsync()
    {
        if (Containers.Count > 0) await DockerCli.AskAsync(["rm", "--force", "--volumes", .. Containers.Keys]);
    }

    public override string ToString() => IsEmpty ? "nothing" : $"{Containers.Count} containers, {Networks.Count} networks, {Volumes.Count} volumes";
}
