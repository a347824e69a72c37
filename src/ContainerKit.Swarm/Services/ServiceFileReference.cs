using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// A secret or a config that the tasks of a service read as a file: the options <c>--secret</c> and <c>--config</c>. The name of
/// the secret or config converts implicitly.
/// </summary>
/// <param name="Name">The name of the secret or config, which must exist when the service is created.</param>
/// <example><code>
/// Secrets = ["db-password", new ServiceFileReference("tls-key") { Target = "/etc/tls/key.pem", Uid = "101" }]
/// </code></example>
public sealed record ServiceFileReference(string Name)
{
    /// <inheritdoc cref="ServiceFileReference(string)" path="/param[@name='Name']"/>
    public string Name { get; } = string.IsNullOrWhiteSpace(Name)
        ? throw new ArgumentException("The name of a secret or config must not be empty.", nameof(Name))
        : SpecChecks.Text(Name, "The name of a secret or config")!;

    /// <summary>
    /// The file in the container. A secret without an absolute path is below <c>/run/secrets</c>, a config below the root. Default:
    /// the name.
    /// </summary>
    public string Target
    {
        get => field ?? Name;
        init => field = string.IsNullOrWhiteSpace(value)
            ? throw new ArgumentException("The target of a secret or config must not be empty. Leave it out for the name.", nameof(value))
            : SpecChecks.Text(value, "The target of a secret or config");
    }

    /// <summary>The number of the user who owns the file. Default: 0.</summary>
    public string Uid { get; init; } = "0";

    /// <summary>The number of the group that owns the file. Default: 0.</summary>
    public string Gid { get; init; } = "0";

    /// <summary>The mode of the file. Default: readable for all users, 0444.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Converts the name of a secret or config to a reference with the default file.</summary>
    public static implicit operator ServiceFileReference(string name) => new(name);

    /// <summary>Returns the name and the file.</summary>
    public override string ToString() => Target == Name ? Name : $"{Name} as {Target}";
}
