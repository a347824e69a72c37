namespace ContainerKit;

public sealed partial record EngineDiagnosis
{
    /// <summary>
    /// Returns the representation for LINQPad's <c>Dump</c>, which finds this method by its name: tables of the endpoints and the
    /// settings, and the engine in a few lines.
    /// </summary>
    internal object ToDump() => new
    {
        Engine = Used?.Address,
        Reason,
        Version = Version?.ToString(),
        Info = Info?.ToString(),
        ImageStore,
        Builder,
        IsRootless,
        Features = string.Join(", ", Features),
        PublishedHost,
        Endpoints = Endpoints.Select(static each => new
        {
            each.Address,
            each.Source,
            State = each.State.ToString(),
            each.Elapsed.TotalMilliseconds,
            ApiVersion = each.ApiVersion?.ToString(),
            each.Reason,
            each.Rights,
        }),
        Settings,
        Proxies,
    };
}
