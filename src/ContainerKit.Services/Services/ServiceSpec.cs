using System.Security.Cryptography;
using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

/// <summary>
/// The configuration of a ready-made service. Immutable. Passwords are random unless they are set, and appear in no
/// message.
/// </summary>
public abstract record ServiceSpec
{
    private protected ServiceSpec(string image) => Image = image;

    /// <summary>The name of the image. Default: the image with which the service is tested.</summary>
    public string Image { get; init; }

    /// <summary>
    /// Additional settings of the container, such as its name, networks, limits or command. The service adds its
    /// environment variables, its port if it is not published yet, and its wait. Default: no additional settings.
    /// </summary>
    public ContainerSpec Container
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new();

    /// <summary>
    /// The maximum time from the start of the container until the service is ready. A wait in <see cref="Container"/>
    /// has its own timeout. Default: 60 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or is longer than 24 days.</exception>
    public TimeSpan StartTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromDays(24)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "The timeout of a wait must be longer than zero and at most 24 days.");
    } = Wait.DefaultTimeout;

    /// <summary>Returns the service and its image, without the password.</summary>
    public sealed override string ToString() => $"{GetType().Name.Replace("Spec", "", StringComparison.Ordinal)} of {Image}";

    /// <summary>
    /// Returns 32 random letters and digits, which need no escaping in connection strings and shells. SQL Server requires
    /// an upper-case letter, a lower-case letter and a digit.
    /// </summary>
    internal static string NewPassword() => $"Aa1{RandomNumberGenerator.GetHexString(29, lowercase: true)}";

    /// <summary>Returns a wait that ends after <see cref="StartTimeout"/>, with a hint to it.</summary>
    internal Wait WithStartTimeout(Wait wait) => wait.WithTimeout(StartTimeout)
        .WithTimeoutHint($"If the service needs more time to start, increase {GetType().Name}.{nameof(StartTimeout)}.");

    /// <summary>Returns <see cref="Container"/> with the settings of the service added.</summary>
    /// <exception cref="ArgumentException">The caller has set a variable that the service sets itself.</exception>
    internal ContainerSpec CreateContainerSpec(
        IReadOnlyList<int> ports,
        IReadOnlyDictionary<string, string> variables,
        IReadOnlyDictionary<string, string> defaultVariables,
        Wait ready)
    {
        var environment = new Dictionary<string, string>(Container.Environment);
        foreach (var (name, value) in variables)
        {
            if (environment.TryAdd(name, value)) continue;
            throw ArgumentErrors.Create(
                $"ContainerSpec.Environment sets {name}, but {GetType().Name} sets this variable itself. "
                + $"Remove it from the environment, and use the properties of {GetType().Name}.");
        }

        foreach (var (name, value) in defaultVariables) environment.TryAdd(name, value);
        ready = WithStartTimeout(ready);
        var published = Container.Publish.Where(port => port.Protocol == PortProtocol.Tcp).Select(port => port.ContainerPort);
        var missing = ports.Where(port => !published.Contains(port)).Select(port => (PublishedPort)port);
        return Container with
        {
            Environment = environment,
            Publish = [.. Container.Publish, .. missing],
            Wait = Container.Wait is { } additional ? Wait.All(ready, additional) : ready,
        };
    }
}
