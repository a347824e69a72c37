using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>The log driver of a container. A string such as <c>"local"</c> converts implicitly.</summary>
/// <param name="Name">
/// The name of the driver: <c>json-file</c>, <c>local</c>, <c>none</c>, or another driver of the engine.
/// </param>
public sealed record LogDriver(string Name)
{
    /// <inheritdoc cref="LogDriver(string)" path="/param[@name='Name']"/>
    public string Name { get; } = string.IsNullOrWhiteSpace(Name)
        ? throw new ArgumentException("The name of a log driver must not be empty. Write a name such as local.", nameof(Name))
        : SpecValidation.ValidateText(Name, "The log driver")!;

    /// <summary>
    /// The options of the driver, such as <c>max-size</c>. Their values appear in no message and no log. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>Converts a name to a driver without options.</summary>
    public static implicit operator LogDriver(string name) => new(name);

    /// <summary>Returns the driver's name, without values of options.</summary>
    public override string ToString() => Name;
}
