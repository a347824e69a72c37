namespace ContainerKit.Services;

/// <summary>The configuration of an Elasticsearch server. Immutable.</summary>
public sealed record ElasticsearchSpec() : ServiceSpec("elasticsearch:8.15.0")
{
    /// <summary>The password of the user <c>elastic</c>. Default: random.</summary>
    public string Password { get; init; } = NewPassword();
}
