using System.Globalization;
using System.Text.Json.Nodes;

namespace ContainerKit.Http;

/// <summary>The conditions of a request: lists of values by name. Of one name any value is enough, except labels, which all have to fit.</summary>
internal sealed class EngineFilters
{
    private readonly List<(string Name, string Value)> _conditions = [];

    public EngineFilters Add(string name, params IEnumerable<string> values)
    {
        _conditions.AddRange(values.Select(value => (name, value)));
        return this;
    }

    /// <inheritdoc cref="Add(string, IEnumerable{string})"/>
    /// <param name="value">Null for no condition.</param>
    public EngineFilters Add(string name, string? value) => value is null ? this : Add(name, [value]);

    /// <inheritdoc cref="Add(string, string)"/>
    public EngineFilters Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    /// <inheritdoc cref="Add(string, string)"/>
    public EngineFilters Add(string name, DateTimeOffset? value) => Add(name, value is { } time ? FormatTime(time) : null);

    /// <summary>Returns the value of the <c>filters</c> query parameter; null if there is no condition.</summary>
    public string? ToJson()
    {
        if (_conditions.Count == 0) return null;
        var filters = new JsonObject();
        foreach (var group in _conditions.GroupBy(condition => condition.Name))
            filters[group.Key] = new JsonArray([.. group.Select(condition => JsonValue.Create(condition.Value))]);
        return filters.ToJsonString();
    }

    /// <summary>On one line, as the docker command takes them, after what they are for.</summary>
    public string Describe(string verb) => string.Join(' ', [verb, .. _conditions.Select(condition => $"--filter {condition.Name}={condition.Value}")]);

    /// <summary>A moment, as engines take it: seconds since 1970, with a fraction.</summary>
    public static string FormatTime(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond:0.000####}");
}
