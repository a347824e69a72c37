namespace ContainerKit.Discovery;

/// <summary>
/// The properties of this machine that the discovery of an engine reads. Tests create values for other machines.
/// </summary>
/// <param name="Variable">Returns the value of an environment variable.</param>
/// <param name="Home">The home directory of the user.</param>
/// <param name="IsWindows">Indicates whether the machine runs Windows.</param>
internal sealed record HostEnvironment(Func<string, string?> Variable, string Home, bool IsWindows)
{
    /// <summary>This machine.</summary>
    public static HostEnvironment Current { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows())
    {
        ContainerGateway = ContainerHost.FindGateway(),
    };

    /// <summary>
    /// The address of the host if this process runs in a container with its own network; null otherwise.
    /// </summary>
    public string? ContainerGateway { get; init; }

    /// <summary>The folder of the sockets of the user; null if <c>XDG_RUNTIME_DIR</c> is not set.</summary>
    public string? RuntimeDirectory => GetVariable("XDG_RUNTIME_DIR");

    /// <summary>The configuration folder of the Docker CLI.</summary>
    public string DockerConfig => GetVariable("DOCKER_CONFIG") ?? Path.Combine(Home, ".docker");

    /// <summary>
    /// Returns the value of an environment variable. An empty value counts as not set, as in the Docker CLI.
    /// </summary>
    public string? GetVariable(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
