using System.Globalization;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// A resource limit of each process of a container. A string such as <c>"nofile=1024:4096"</c> converts implicitly.
/// </summary>
/// <param name="Name">
/// The name of the limit, as for <c>docker run --ulimit</c>: <c>nofile</c>, <c>nproc</c>, <c>core</c>, <c>memlock</c>,
/// <c>stack</c> and others.
/// </param>
/// <param name="Soft">The soft limit, which a process may raise up to the hard limit. -1 for no limit.</param>
/// <param name="Hard">The hard limit. -1 for no limit.</param>
public sealed record Ulimit(string Name, long Soft, long Hard)
{
    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Name']"/>
    public string Name { get; } = Name is not null && IsName(Name)
        ? Name
        : throw ArgumentErrors.Create(
            $"'{Name}' is not the name of a ulimit. Write a name such as nofile.", nameof(Name));

    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Soft']"/>
    public long Soft { get; } = Soft >= -1
        ? Soft
        : throw new ArgumentOutOfRangeException(
            nameof(Soft), Soft, "The soft limit must be 0 or more, or -1 for no limit.");

    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Hard']"/>
    public long Hard { get; } = Hard == -1 || (Hard >= 0 && Soft != -1 && Hard >= Soft)
        ? Hard
        : throw new ArgumentOutOfRangeException(
            nameof(Hard), Hard, $"The hard limit of {Name} must be at least the soft limit, {Soft}, or -1 for no limit.");

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Ulimit(string text) => Parse(text);

    /// <summary>
    /// Parses a limit in the format of <c>docker run --ulimit</c>: <c>name=soft[:hard]</c>. A single number sets both
    /// limits.
    /// </summary>
    /// <exception cref="ArgumentException">The text does not have this format.</exception>
    public static Ulimit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('=') is not [var name, var limits] || limits.Split(':') is not ([_] or [_, _])
            || !IsName(name)) throw Invalid();
        var numbers = limits.Split(':');
        return new Ulimit(name, ParseNumber(numbers[0]), ParseNumber(numbers[^1]));

        long ParseNumber(string digits) =>
            long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= -1 ? number : throw Invalid();

        ArgumentException Invalid() => ArgumentErrors.Create(
            $"'{text}' is not a ulimit. Write \"nofile=1024\" or \"nofile=1024:4096\".", nameof(text));
    }

    /// <summary>Returns the limit in the format of <c>docker run --ulimit</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}={Soft}:{Hard}");

    // https://github.com/docker/go-units/blob/v0.5.0/ulimit.go
    private static bool IsName(string name) => name is "core" or "cpu" or "data" or "fsize" or "locks" or "memlock" or "msgqueue"
        or "nice" or "nofile" or "nproc" or "rss" or "rtprio" or "rttime" or "sigpending" or "stack";
}
