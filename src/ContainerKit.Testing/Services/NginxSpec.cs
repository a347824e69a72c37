namespace ContainerKit.Testing;

/// <summary>How an nginx web server is to run. Immutable.</summary>
public sealed record NginxSpec() : ServiceSpec("nginx:1.22")
{
    /// <summary>Texts by their path below the root, such as <c>index.html</c> or <c>v1/price.json</c>. Default: nginx's own first page.</summary>
    public IReadOnlyDictionary<string, string> Pages
    {
        get;
        init => field = new Dictionary<string, string>(value ?? throw new ArgumentNullException(nameof(value)));
    } = new Dictionary<string, string>();
}
