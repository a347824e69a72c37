namespace ContainerKit.Services;

/// <summary>The configuration of an nginx web server. Immutable.</summary>
public sealed record NginxSpec() : ServiceSpec("nginx:1.22")
{
    /// <summary>
    /// The content of pages by their path below the root, such as <c>index.html</c> or <c>v1/price.json</c>. Default:
    /// nginx's own welcome page.
    /// </summary>
    public IReadOnlyDictionary<string, string> Pages
    {
        get;
        init => field = new Dictionary<string, string>(value ?? throw new ArgumentNullException(nameof(value)));
    } = new Dictionary<string, string>();
}
