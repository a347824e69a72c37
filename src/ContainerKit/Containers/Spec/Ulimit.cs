using System.Globalization;

namespace ContainerKit;

/// <summary>What each process of a container may use of something. A text such as <c>"nofile=1024:4096"</c> converts by itself.</summary>
/// <param name="Name">What is limited: <c>nofile</c>, <c>nproc</c>, <c>core</c>, <c>memlock</c>, <c>stack</c> and others, as <c>ulimit</c> has them.</param>
/// <param name="Soft">The limit, which the process itself may raise up to the hard one; -1 for none.</param>
/// <param name="Hard">The limit of the limit; -1 for none.</param>
public sealed partial record Ulimit(string Name, long Soft, long Hard)
{
    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Name']"/>
    public string Name { get; } = Name is not null && NamePattern().IsMatch(Name) ? Name : throw new ArgumentException($"'{Name}' is not the name of a limit, such as nofile.", nameof(Name));

    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Soft']"/>
    public long Soft { get; } = Soft >= -1 ? Soft : throw new ArgumentOutOfRangeException(nameof(Soft), Soft, "A limit is a number from 0, or -1 for none.");

    /// <inheritdoc cref="Ulimit(string, long, long)" path="/param[@name='Hard']"/>
    public long Hard { get; } = Hard == -1 || (Hard >= 0 && Soft != -1 && Hard >= Soft)
        ? Hard
        : throw new ArgumentOutOfRangeException(nameof(Hard), Hard, $"The hard limit of {Name} is at least the soft one, {Soft}, or -1 for none.");

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Ulimit(string text) => Parse(text);

    /// <summary>Reads what <c>docker run --ulimit</c> takes: <c>name=soft[:hard]</c>; with one number both are it.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static Ulimit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('=') is not [var name, var limits] || limits.Split(':') is not ([_] or [_, _]) || !NamePattern().IsMatch(name)) throw Refuse();
        var numbers = limits.Split(':');
        return new Ulimit(name, Number(numbers[0]), Number(numbers[^1]));

        long Number(string digits) => long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= -1 ? number : throw Refuse();

        ArgumentException Refuse() => new($"'{text}' is not a ulimit; write \"nofile=1024\" or \"nofile=1024:4096\".", nameof(text));
    }

    /// <summary>The limit as <c>docker run --ulimit</c> takes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}={Soft}:{Hard}");

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z]+\z")]
    private static partial System.Text.RegularExpressions.Regex NamePattern();
}
