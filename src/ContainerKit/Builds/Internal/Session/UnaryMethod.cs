namespace ContainerKit.Builds;

/// <summary>Creates gRPC methods with one request and one response.</summary>
internal static class UnaryMethod
{
    /// <summary>Creates a method.</summary>
    /// <param name="respond">Returns the response to a request.</param>
    public static Func<GrpcCall, Task> Create(Func<byte[], CancellationToken, Task<ProtobufWriter>> respond) => async call =>
    {
        var request = await call.ReadAsync().ConfigureAwait(false)
            ?? throw new GrpcException(GrpcStatus.InvalidArgument, "the request has no message");
        var response = await respond(request, call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(response.Written).ConfigureAwait(false);
    };

    /// <summary>Returns a text field of a request; empty if it is missing.</summary>
    public static string ReadText(byte[] request, int field)
    {
        var text = "";
        var reader = new ProtobufReader(request);
        while (reader.Read())
        {
            if (reader.Field == field) text = reader.Text;
        }

        return text;
    }
}
