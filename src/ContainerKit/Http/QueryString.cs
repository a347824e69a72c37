using System.Collections;
using System.Globalization;
using System.Text;

namespace ContainerKit.Http;

/// <summary>The query parameters of a request. Values are escaped; a parameter without a value is left out.</summary>
internal sealed class QueryString : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    /// <summary>Adds a parameter, unless its value is null.</summary>
    public void Add(string name, string? value)
    {
        if (value is not null) _parameters.Add(new(name, value));
    }

    /// <summary>Adds a parameter as <c>1</c> or <c>0</c>.</summary>
    public void Add(string name, bool value) => Add(name, value ? "1" : "0");

    /// <summary>Adds a number, unless it is null.</summary>
    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the <c>filters</c> parameter, unless there is no filter.</summary>
    public void Add(EngineFilters? filters) => Add("filters", filters?.ToJson());

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the parameters with a leading question mark, or an empty string if there are none.</summary>
    public override string ToString()
    {
        if (_parameters.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var (name, value) in _parameters)
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }
}
