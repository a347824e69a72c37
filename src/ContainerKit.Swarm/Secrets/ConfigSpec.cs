using System.Text;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Secrets;

namespace ContainerKit.Swarm;

/// <summary>
/// The description of a config to create: the options of <c>docker config create</c>. A config is a file that services read, and that
/// is not secret. Immutable.
/// </summary>
/// <example><code>
/// new ConfigSpec("site.conf", "server { listen 8080; }")
/// </code></example>
public sealed record ConfigSpec
{
    /// <summary>Describes a config.</summary>
    /// <param name="name">The name: at most 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="content">The content. It is stored as UTF-8.</param>
    /// <exception cref="ArgumentException">The name is invalid, or the content is empty.</exception>
    public ConfigSpec(string name, string content)
        : this(name, ToBytes(content))
    {
    }

    /// <summary>Describes a config.</summary>
    /// <param name="name">The name: at most 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="content">The content. Docker Engine 20.10 stores at most 500 KiB.</param>
    /// <exception cref="ArgumentException">The name is invalid, or the content is empty.</exception>
    public ConfigSpec(string name, ReadOnlyMemory<byte> content)
    {
        Name = StoredObjectKind.Config.ValidateName(name);
        if (content.IsEmpty) throw ArgumentErrors.Create($"The content of the config {name} is empty.", nameof(content));
        Content = content.ToArray();
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The labels to add to those of this library. Default: none.</summary>
    /// <exception cref="ArgumentException">A name is empty, or begins with <c>containerkit.</c>, which is reserved.</exception>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = StoredObjectKind.ValidateLabels(value);
    } = Internal.SwarmJson.EmptyMap;

    /// <summary>
    /// The driver of the templates in the content, such as <c>golang</c>, which replaces placeholders like
    /// <c>{{.Node.Hostname}}</c> in each task. Default: null, for a content without templates.
    /// </summary>
    public string? TemplateDriver { get; init; }

    /// <summary>Returns the request on one line.</summary>
    public override string ToString() => $"create config {Name}";

    internal JsonObject ToJson() => StoredObjectKind.CreateBody(Name, Content.Span, Labels, TemplateDriver);

    private static byte[] ToBytes(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Encoding.UTF8.GetBytes(content);
    }
}
