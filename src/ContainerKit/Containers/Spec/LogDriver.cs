using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>Where the engine keeps what a container writes. A text such as <c>"local"</c> converts by itself.</summary>
/// <param name="Name">The driver: <c>json-file</c>, <c>local</c>, <c>none</c>, or one of those that send it elsewhere.</param>
public sealed record LogDriver(string Name)
{
    /// <inheritdoc cref="LogDriver(string)" path="/param[@name='Name']"/>
    public string Name { get; } = string.IsNullOrWhiteSpace(Name) ? throw new ArgumentException("A log driver has a name, such as local.", nameof(Name)) : Name;

    /// <summary>Options for the driver, such as <c>max-size</c>; their values appear in no message and no log. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>A driver without options.</summary>
    public static implicit operator LogDriver(string name) => new(name);

    /// <summary>The driver's name; values of options are not shown.</summary>
    public override string ToString() => Name;
}
