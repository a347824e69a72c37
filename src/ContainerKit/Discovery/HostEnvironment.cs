namespace ContainerKit.Discovery;

/// <summary>What the search for an engine reads of this machine. A value, so that tests can describe any machine.</summary>
internal sealed record HostEnvironment(Func<string, string?> Variable, string Home, bool IsWindows, string? RuntimeDirectory)
{
    public static HostEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows(),
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));

    /// <summary>The docker command's folder.</summary>
    public string DockerConfig => GetVariable("DOCKER_CONFIG") ?? Path.Combine(Home, ".docker");

    /// <summary>A variable's value, where an empty one counts as unset, as the docker command has it.</summary>
    public string? GetVariable(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
