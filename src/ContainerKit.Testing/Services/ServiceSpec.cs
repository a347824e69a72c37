using System.Security.Cryptography;

namespace ContainerKit.Testing;

/// <summary>How a ready-made service is to run. Immutable. Passwords are random unless they are set, and appear in no message.</summary>
public abstract record ServiceSpec
{
    private protected ServiceSpec(string image) => Image = image;

    /// <summary>The name of the image. Default: the one that the service was tested with.</summary>
    public string Image { get; init; }

    /// <summary>
    /// What the container is to be besides: its name, networks, limits, a command of its own. The service adds to it what it needs: its
    /// variables, its port where that is not published yet, its wait. Default: nothing.
    /// </summary>
    public ContainerSpec Container
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new();

    /// <summary>
    /// The time from the start of the container until the service is ready. A wait in <see cref="Container"/> has its own timeout. Default: 60 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not longer than nothing, or longer than 24 days.</exception>
    public TimeSpan StartTimeout
    {
        get;
        init
        {
            Wait.CheckTimeout(value, nameof(value));
            field = value;
        }
    } = Wait.DefaultTimeout;

    /// <summary>The service and its image; no password.</summary>
    public sealed override string ToString() => $"{GetType().Name.Replace("Spec", "", StringComparison.Ordinal)} of {Image}";

    /// <summary>32 hexadecimal digits, which no connection string and no shell takes for anything else.</summary>
    private protected static string NewPassword() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The caller's container, with what the service needs added.</summary>
    /// <exception cref="ArgumentException">The caller has set a variable that the service sets itself.</exception>
    internal ContainerSpec Describe(int port, IReadOnlyDictionary<string, string> variables, Wait ready)
    {
        var environment = new Dictionary<string, string>(Container.Environment);
        foreach (var (name, value) in variables)
        {
            if (!environment.TryAdd(name, value))
                throw new ArgumentException($"ContainerSpec.Environment sets {name}, which {GetType().Name} sets itself. Leave it out there, and say it here.");
        }

        ready = ready.WithTimeout(StartTimeout).WithTimeoutHint($"Give the service more time by {GetType().Name}.{nameof(StartTimeout)} where it needs it.");
        var isPublished = Container.Publish.Any(published => published.ContainerPort == port && published.Protocol == PortProtocol.Tcp);
        return Container with
        {
            Environment = environment,
            Publish = isPublished ? Container.Publish : [.. Container.Publish, port],
            Wait = Container.Wait is { } also ? Wait.All(ready, also) : ready,
        };
    }
}
