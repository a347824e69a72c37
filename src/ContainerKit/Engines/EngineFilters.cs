using System.Globalization;
using System.Text.Json.Nodes;

namespace ContainerKit.Engines;

/// <summary>Writes the <c>filters</c> of a request: lists of values by name. Of one name any value is enough, except labels, which all have to fit.</summary>
internal sealed class EngineFilters
{
    private readonly JsonObject _filters = [];

    public EngineFilters Add(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            if (_filters[name] is not JsonArray list) _filters[name] = list = [];
            list.Add((JsonNode)value);
        }

        return this;
    }

    /// <summary>As a part of a query; empty where nothing is filtered.</summary>
    public string Query() => _filters.Count == 0 ? "" : "&filters=" + Uri.EscapeDataString(_filters.ToJsonString());

    /// <summary>A moment, as engines take it: seconds since 1970, with a fraction.</summary>
    public static string Moment(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond:0.000####}");
}
