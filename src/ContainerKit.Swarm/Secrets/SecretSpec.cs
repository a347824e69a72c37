using System.Text;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Secrets;

namespace ContainerKit.Swarm;

/// <summary>
/// The description of a secret to create: the options of <c>docker secret create</c>. Immutable. The content is not public, so that a
/// logger that writes all properties of an object does not write it.
/// </summary>
/// <example><code>
/// new SecretSpec("db-password", password) { Labels = new Dictionary&lt;string, string&gt; { ["app"] = "shop" } }
/// </code></example>
public sealed record SecretSpec
{
    // https://github.com/moby/swarmkit/blob/master/api/validation/secrets.go
    private const int MaximumLength = 500 * 1024;

    /// <summary>Describes a secret.</summary>
    /// <param name="name">The name: at most 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="content">The content. It is stored as UTF-8.</param>
    /// <exception cref="ArgumentException">The name is invalid, or the content is empty or longer than 500 KiB.</exception>
    public SecretSpec(string name, string content)
        : this(name, ToBytes(content))
    {
    }

    /// <summary>Describes a secret.</summary>
    /// <param name="name">The name: at most 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="ArgumentException">The name is invalid, or the content is empty or longer than 500 KiB.</exception>
    public SecretSpec(string name, ReadOnlyMemory<byte> content)
    {
        Name = StoredObjectKind.Secret.ValidateName(name);
        if (content.Length is 0 or > MaximumLength)
        {
            throw ArgumentErrors.Create(
                $"The content of the secret {name} has {content.Length} bytes. It must have from 1 to {MaximumLength} bytes.",
                nameof(content));
        }

        Content = content.ToArray();
    }

    /// <summary>The name.</summary>
    public string Name { get; }

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

    internal byte[] Content { get; }

    /// <summary>Returns the request on one line, without the content.</summary>
    public override string ToString() => $"create secret {Name}";

    internal JsonObject ToJson() => StoredObjectKind.CreateBody(Name, Content, Labels, TemplateDriver);

    /// <summary>Returns the forms of the content that an engine's message could repeat.</summary>
    internal IReadOnlyList<string> GetSecretTexts() => [Convert.ToBase64String(Content), Encoding.UTF8.GetString(Content)];

    private static byte[] ToBytes(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Encoding.UTF8.GetBytes(content);
    }
}
