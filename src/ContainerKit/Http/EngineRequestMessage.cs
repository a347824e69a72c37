namespace ContainerKit.Http;

/// <summary>The HTTP message of an <see cref="EngineRequest"/>. The transport sets its address.</summary>
internal sealed class EngineRequestMessage : HttpRequestMessage
{
    public EngineRequestMessage(EngineRequest request)
    {
        Request = request;
        Method = request.Method;
        Content = request.Body;
        if (request.RegistryAuth is not null) Headers.Add("X-Registry-Auth", request.RegistryAuth);
        foreach (var (name, value) in request.Headers) Headers.Add(name, value);
    }

    /// <summary>The request.</summary>
    public EngineRequest Request { get; }
}
