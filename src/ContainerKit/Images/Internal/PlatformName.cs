using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit.Images;

/// <summary>
/// A platform as <c>os/architecture[/variant]</c>, an operating system alone or an architecture alone. The names are in
/// lower case, and aliases of architectures are resolved, as in https://github.com/containerd/platforms.
/// </summary>
/// <param name="Os">The operating system; null if only the architecture is given.</param>
/// <param name="Architecture">The architecture; null if only the operating system is given.</param>
/// <param name="Variant">The variant of the architecture; null if none is given.</param>
internal sealed partial record PlatformName(string? Os, string? Architecture, string? Variant)
{
    private static readonly HashSet<string> _systems =
    [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
        "openbsd", "plan9", "solaris", "windows", "zos",
    ];

    private static readonly HashSet<string> _architectures =
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le",
        "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    /// <summary>Checks a platform and returns it as the engine gets it: in lower case and without aliases.</summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public static string Normalize(string text, [CallerArgumentExpression(nameof(text))] string? parameter = null) =>
        Parse(text, parameter).ToString();

    /// <summary>Parses a platform.</summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public static PlatformName Parse(string text, [CallerArgumentExpression(nameof(text))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        return TryParse(text) ?? throw ArgumentErrors.Create(
            $"'{text}' is not a platform. Use os/architecture or os/architecture/variant, "
            + "such as \"linux/amd64\" or \"linux/arm/v7\", "
            + "or a known operating system or architecture alone, such as \"linux\" or \"arm64\".", parameter);
    }

    /// <summary>Parses a platform.</summary>
    /// <returns>Null if the text is not a platform.</returns>
    public static PlatformName? TryParse(string text)
    {
        var parts = text.ToLowerInvariant().Split('/');
        if (parts.Length > 3 || !parts.All(part => Part().IsMatch(part))) return null;
        if (parts.Length > 1) return Resolve(parts[0], parts[1], parts.ElementAtOrDefault(2));
        if (_systems.Contains(parts[0])) return new PlatformName(parts[0], null, null);
        var platform = Resolve(null, parts[0], null);
        return _architectures.Contains(platform.Architecture!) ? platform : null;
    }

    /// <summary>Returns the platform with an omitted operating system or architecture taken from the engine.</summary>
    public PlatformName WithDefaults(string os, string architecture) =>
        this with { Os = Os ?? os, Architecture = Architecture ?? architecture };

    /// <summary>The platform as an engine's API takes it.</summary>
    public override string ToString() => string.Join('/', new[] { Os, Architecture, Variant }.Where(part => part is not null));

    private static PlatformName Resolve(string? os, string architecture, string? variant) => architecture switch
    {
        "aarch64" => new(os, "arm64", variant),
        "x86_64" or "x86-64" => new(os, "amd64", variant),
        "i386" => new(os, "386", variant),
        "armhf" => new(os, "arm", variant),
        "armel" => new(os, "arm", variant ?? "v6"),
        _ => new(os, architecture, variant),
    };

    [GeneratedRegex(@"^[a-z0-9_.-]+\z")]
    private static partial Regex Part();
}
