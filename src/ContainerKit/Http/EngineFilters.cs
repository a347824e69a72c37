using System.Text.Json.Nodes;
using ContainerKit.Json;

namespace ContainerKit.Http;

/// <summary>
/// The filters of a list or prune request. A resource must match one value of each filter, but all values of
/// <c>label</c>.
/// </summary>
internal sealed class EngineFilters
{
    private readonly List<(string Name, string Value)> _filters = [];

    /// <summary>Adds values to a filter.</summary>
    public EngineFilters Add(string name, params IEnumerable<string> values)
    {
        _filters.AddRange(values.Select(value => (name, value)));
        return this;
    }

    /// <inheritdoc cref="Add(string, IEnumerable{string})"/>
    /// <param name="name">The name of the filter.</param>
    /// <param name="value">The value; null adds none.</param>
    public EngineFilters Add(string name, string? value) => value is null ? this : Add(name, [value]);

    /// <inheritdoc cref="Add(string, string)"/>
    public EngineFilters Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    /// <inheritdoc cref="Add(string, string)"/>
    public EngineFilters Add(string name, DateTimeOffset? value) => Add(name, value is { } time ? EngineTime.FormatFirst(time) : null);

    /// <summary>Returns the value of the <c>filters</c> query parameter; null if there is no filter.</summary>
    public string? ToJson()
    {
        if (_filters.Count == 0) return null;
        var json = new JsonObject();
        foreach (var group in _filters.GroupBy(filter => filter.Name))
            json[group.Key] = new JsonArray([.. group.Select(filter => JsonValue.Create(filter.Value))]);
        return json.ToJsonString();
    }

    /// <summary>Returns a verb with the filters as options of the Docker CLI, for messages.</summary>
    public string Describe(string verb) =>
        string.Join(' ', [verb, .. _filters.Select(filter => $"--filter {filter.Name}={filter.Value}")]);
}
